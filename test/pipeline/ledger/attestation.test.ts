import { execFileSync } from 'node:child_process';
import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, test } from 'vitest';
import type { RecordedRun } from '../../../src/model/ledger.ts';
import type { DsseSignature, Signer } from '../../../src/model/signer.ts';
import { snapshotOf } from '../../../src/pipeline/ledger/snapshot.ts';
import { inTotoType, verifyDsse } from '../../../src/signing/dsse.ts';
import { openSigner } from '../../../src/signing/open-signer.ts';
import { sshKey } from '../../signing/keys.ts';
import { temporaryFolder } from '../../support/git-repository.ts';
import { aCluster, recordedRun } from '../../support/recorded-run.ts';

const folder = temporaryFolder();
const at = (name: string) => join(folder.path, name);
const key = sshKey(folder.path, 'ed25519');
afterAll(() => {
  folder[Symbol.dispose]();
});

interface Statement {
  readonly subject: readonly { readonly name: string; readonly digest: { readonly gitCommit: string } }[];
  readonly predicate: Readonly<Record<string, unknown>> & {
    readonly 'https://mcp.policy/ledger': {
      readonly files: Readonly<Record<string, { readonly sha256: string }>>;
    };
  };
}

interface Files {
  readonly attestation: string;
  readonly signatures: { readonly payloadType: string; readonly signatures: readonly DsseSignature[] } | null;
  readonly statement: Statement;
}

const open = (file: string): Promise<Signer | null> =>
  openSigner({
    config: null,
    author: { name: 'mcp', email: 'mcp@localhost' },
    directory: undefined,
    environment: { PATH: process.env['PATH'], MCP_SIGNING_KEY_FILE: file },
    signal: new AbortController().signal,
  });

function filesOf(run: RecordedRun, signer: Signer | null): Files | null {
  const texts = snapshotOf({ ...run, signer }).objects.map(({ body }) => Buffer.from(body).toString());
  const attestation = texts.find((text) => text.includes('"_type"'));
  const envelope = texts.find((text) => text.includes('"signatures"') && text.startsWith('{'));
  if (attestation === undefined) return null;
  return {
    attestation,
    signatures: envelope === undefined ? null : (JSON.parse(envelope) as Files['signatures']),
    statement: JSON.parse(attestation) as Statement,
  };
}

/** in-toto Statement v1.1 with SLSA Verification Summary v1 (slsa.dev/spec/v1.1), field by field: required ones, types, forms. */
const uri = { type: 'string', minLength: 1, pattern: '^[^\\s<>"{}|\\\\^`]+$' };
const digest = {
  type: 'object',
  minProperties: 1,
  additionalProperties: { type: 'string', pattern: '^[0-9a-f]+$' },
};
const specification = new Ajv({ strict: false }).compile({
  type: 'object',
  required: ['_type', 'subject', 'predicateType'],
  additionalProperties: false,
  properties: {
    _type: { const: 'https://in-toto.io/Statement/v1' },
    predicateType: { const: 'https://slsa.dev/verification_summary/v1' },
    subject: {
      type: 'array',
      minItems: 1,
      items: { type: 'object', required: ['digest'], properties: { name: { type: 'string' }, digest } },
    },
    predicate: {
      type: 'object',
      required: ['verifier', 'timeVerified', 'resourceUri', 'policy', 'verificationResult', 'verifiedLevels'],
      properties: {
        verifier: { type: 'object', required: ['id'], properties: { id: uri } },
        timeVerified: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$' },
        resourceUri: uri,
        policy: { type: 'object', required: ['uri'], properties: { uri, digest } },
        verificationResult: { enum: ['PASSED', 'FAILED'] },
        verifiedLevels: { type: 'array', items: { type: 'string', not: { pattern: '^SLSA_' } } },
      },
      // Everything else has to be a URI.
      patternProperties: { '^https://': {} },
      additionalProperties: false,
    },
  },
});

describe('the attestation of a run', () => {
  test('is what the specifications ask for', () => {
    for (const repository of [
      'git@git.example.com:acme/fleet.git',
      '../fleet.git',
      'https://a.b/c d.git',
      'ssh://x/\ud800',
    ]) {
      const files = filesOf(recordedRun({ record: { repository } }), null);
      expect(specification(files?.statement), JSON.stringify(specification.errors)).toBe(true);
    }
    const { statement } = filesOf(recordedRun(), null) ?? {};
    expect(specification({ ...statement, predicateType: 'x' })).toBe(false);
  });

  test('names the commits that hold what passed the gate, and no others', () => {
    const outcomes = [
      'created',
      'updated',
      'unchanged',
      'pending',
      'blocked',
      'failed',
      'superseded',
      'kept',
      'removed',
      'notSelected',
    ] as const;
    const { evaluations } = recordedRun();
    const [evaluation = ''] = evaluations.keys();
    const clusters = outcomes.map((outcome, index) =>
      aCluster(outcome, { outcome, evaluation, branch: `cluster/${outcome}`, tip: `${index}`.repeat(40) }),
    );
    const unjudged = aCluster('unjudged', { outcome: 'unchanged', evaluation: null });
    const run = recordedRun({ record: { clusters: [...clusters, unjudged] } });
    expect(filesOf(run, null)?.statement.subject).toEqual([
      { name: 'refs/heads/cluster/created', digest: { gitCommit: '0'.repeat(40) } },
      { name: 'refs/heads/cluster/updated', digest: { gitCommit: '1'.repeat(40) } },
      { name: 'refs/heads/cluster/unchanged', digest: { gitCommit: '2'.repeat(40) } },
      { name: 'refs/heads/cluster/pending', digest: { gitCommit: '3'.repeat(40) } },
    ]);
    expect(filesOf(recordedRun({ record: { clusters: [unjudged] } }), null)).toBeNull();
  });

  test('covers the record: the digests of its files', () => {
    const run = recordedRun();
    const digests = snapshotOf({ ...run, signer: null }).objects.map(({ body }) =>
      createHash('sha256').update(body).digest('hex'),
    );
    const covered = filesOf(run, null)?.statement.predicate['https://mcp.policy/ledger'].files ?? {};
    expect(Object.keys(covered).sort()).toEqual(['clusters.jsonl', 'rulebook.json', 'run.json']);
    for (const { sha256 } of Object.values(covered)) expect(digests).toContain(sha256);
  });

  test('has a signature that openssl accepts, with nothing but the public SSH key', async () => {
    const { attestation, signatures } = filesOf(recordedRun(), await open(key)) ?? {
      attestation: '',
      signatures: null,
    };
    expect(signatures?.payloadType).toBe(inTotoType);
    const type = signatures?.payloadType ?? '';
    writeFileSync(
      at('pae'),
      `DSSEv1 ${type.length} ${type} ${Buffer.byteLength(attestation)} ${attestation}`,
    );
    writeFileSync(at('sig'), Buffer.from(signatures?.signatures[0]?.sig ?? '', 'base64'));
    const wire = Buffer.from(readFileSync(`${key}.pub`, 'utf8').split(' ')[1] ?? '', 'base64');
    writeFileSync(
      at('key.der'),
      Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), wire.subarray(-32)]),
    );
    const verify = [
      'pkeyutl',
      '-verify',
      '-pubin',
      '-keyform',
      'DER',
      '-inkey',
      at('key.der'),
      '-rawin',
      '-sigfile',
      at('sig'),
      '-in',
    ];
    expect(execFileSync('openssl', [...verify, at('pae')], { encoding: 'utf8' })).toContain(
      'Verified Successfully',
    );
    writeFileSync(at('other'), readFileSync(at('pae'), 'utf8').replace('PASSED', 'FAILED'));
    expect(() => execFileSync('openssl', [...verify, at('other')], { stdio: 'pipe' })).toThrow();
  });

  test('is checked by key, type and content', async () => {
    const { attestation, signatures } = filesOf(recordedRun(), await open(key)) ?? {
      attestation: '',
      signatures: null,
    };
    const payload = Buffer.from(attestation);
    const made = signatures?.signatures ?? [];
    const wire = Buffer.from(readFileSync(`${key}.pub`, 'utf8').split(' ')[1] ?? '', 'base64');
    const x = wire.subarray(-32).toString('base64url');
    const ours = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const other = generateKeyPairSync('ed25519').publicKey;
    expect(verifyDsse(payload, inTotoType, made, [other, ours])).toBe(true);
    expect(verifyDsse(payload, inTotoType, made, [other])).toBe(false);
    expect(verifyDsse(payload, inTotoType, [], [ours])).toBe(false);
    expect(verifyDsse(payload, 'text/plain', made, [ours])).toBe(false);
    expect(verifyDsse(payload.subarray(1), inTotoType, made, [ours])).toBe(false);
    expect(verifyDsse(payload, inTotoType, [{ keyid: '', sig: 'AAAA' }], [ours])).toBe(false);
  });

  test('stays without a signature where the key is not ed25519', async () => {
    const files = filesOf(recordedRun(), await open(sshKey(folder.path, 'ecdsa')));
    expect(files?.signatures).toBeNull();
  });
});
