import type { PacketReader } from './pkt-line.ts';

export type ServiceName = 'git-upload-pack' | 'git-receive-pack';

/** One conversation with a service of the server: it advertises, is asked once, answers. */
export interface Conversation {
  readonly advertisement: PacketReader;
  request(body: Iterable<Uint8Array>): Promise<PacketReader>;
  /** After the answer: lets the server come to its end, which may include hooks of its own. Never throws. */
  finish(): Promise<void>;
  /** After a failure: breaks off. */
  abandon(): void;
}

/** The pipe to a repository; the protocol above it is the same for all three. */
export interface Transport {
  /** The location without credentials. */
  readonly url: string;
  /** What servers are told about the client: `mcp/<version>`. */
  readonly agent: string;
  /** Asks for protocol version 2 where the service has one; the server may answer in version 0 all the same. */
  open(service: ServiceName, signal: AbortSignal | undefined): Promise<Conversation>;
  /** Variables with which the system's own git reaches the repository as this transport does. */
  gitEnvironment(): Readonly<Record<string, string>>;
  close(): void;
}

/** Opens a conversation and sees to its end, however it goes. */
export async function talk<T>(
  transport: Transport,
  service: ServiceName,
  signal: AbortSignal | undefined,
  exchange: (conversation: Conversation) => Promise<T>,
): Promise<T> {
  const conversation = await transport.open(service, signal);
  try {
    const result = await exchange(conversation);
    await conversation.finish();
    return result;
  } catch (error) {
    conversation.abandon();
    throw error;
  }
}
