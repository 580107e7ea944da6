/** An IP address without a zone, or the beginning of a network: its bits as one number. */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly bits: bigint;
}

/** A network: an address, whose bits may go beyond the prefix, and the length of the prefix. */
export interface IpNetwork {
  readonly address: IpAddress;
  readonly prefix: number;
}

/**
 * Reads an address the way Kubernetes' CEL does (Go, net/netip.ParseAddr): dotted IPv4 without leading zeros, IPv6; no
 * zone, no IPv4 mapped into IPv6. Null for anything else.
 */
export function parseIp(text: string): IpAddress | null {
  if (!text.includes(':')) {
    const bits = parseIpv4(text);
    return bits === null ? null : { family: 4, bits };
  }
  const bits = parseIpv6(text);
  return bits === null || bits >> 32n === 0xffffn ? null : { family: 6, bits };
}

/** Reads a network such as `10.0.0.0/8` (Go, net/netip.ParsePrefix); null for a text that is none. */
export function parseCidr(text: string): IpNetwork | null {
  const slash = text.lastIndexOf('/');
  const length = text.slice(slash + 1);
  if (slash < 0 || !/^(0|[1-9]\d{0,2})$/.test(length)) return null;
  const address = parseIp(text.slice(0, slash));
  const prefix = Number(length);
  return address === null || prefix > widthOf(address) ? null : { address, prefix };
}

/** The address as Go writes it: for IPv6 RFC 5952. */
export function ipText({ family, bits }: IpAddress): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => ((bits >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  const zeros = groups.map((_, start) => {
    const end = groups.findIndex((group, i) => i >= start && group !== '0');
    return (end === -1 ? 8 : end) - start;
  });
  const longest = Math.max(...zeros);
  if (longest < 2) return groups.join(':');
  const start = zeros.indexOf(longest);
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + longest).join(':')}`;
}

/** 32 or 128. */
function widthOf({ family }: IpAddress): number {
  return family === 4 ? 32 : 128;
}

/** The first `length` bits of an address; the others are zero. */
export function masked(address: IpAddress, length: number): IpAddress {
  const rest = BigInt(widthOf(address) - length);
  return { ...address, bits: (address.bits >> rest) << rest };
}

/** Whether the network holds the address. */
export function holds({ address, prefix }: IpNetwork, other: IpAddress): boolean {
  return address.family === other.family && masked(address, prefix).bits === masked(other, prefix).bits;
}

function parseIpv4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return null;
  return parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
}

function parseIpv6(text: string): bigint | null {
  const [head = '', tail, more] = text.split('::');
  if (more !== undefined) return null;
  const before = groupsOf(head, tail === undefined);
  const after = tail === undefined ? [] : groupsOf(tail, true);
  if (before === null || after === null) return null;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...before, ...Array<bigint>(missing).fill(0n), ...after];
  return groups.reduce((bits, group) => (bits << 16n) | group, 0n);
}

/** Groups of 16 bits; the last two may be written as an IPv4 address when nothing follows. */
function groupsOf(text: string, isLast: boolean): readonly bigint[] | null {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      groups.push(BigInt(`0x${part}`));
      continue;
    }
    const ipv4 = isLast && index === parts.length - 1 ? parseIpv4(part) : null;
    if (ipv4 === null) return null;
    groups.push(ipv4 >> 16n, ipv4 & 0xffffn);
  }
  return groups;
}
