import { celFunc, celMethod, CelScalar } from '@bufbuild/cel';
import type { CelMap, CelValue } from '@bufbuild/cel';
import { holds, type IpAddress, type IpNetwork, ipText, masked, parseCidr, parseIp } from './ip-address.ts';
import { Opaque, opaqueOf, opaqueValue } from './opaque.ts';

const { BOOL, DYN, INT, STRING } = CelScalar;

class Ip extends Opaque {
  readonly address: IpAddress;

  constructor(address: IpAddress) {
    super();
    this.address = address;
  }
}

class Cidr extends Opaque {
  readonly network: IpNetwork;

  constructor(network: IpNetwork) {
    super();
    this.network = network;
  }
}

function ipValue(address: IpAddress): CelMap {
  return opaqueValue('ip', ipText(address), new Ip(address));
}

function cidrText({ address, prefix }: IpNetwork): string {
  return `${ipText(address)}/${prefix}`;
}

function cidrValue(network: IpNetwork): CelMap {
  return opaqueValue('cidr', cidrText(network), new Cidr(network));
}

function readIp(text: string): IpAddress {
  const address = parseIp(text);
  if (address === null) throw new Error(`${JSON.stringify(text)} is no IP address`);
  return address;
}

function readCidr(text: string): IpNetwork {
  const network = parseCidr(text);
  if (network === null) throw new Error(`${JSON.stringify(text)} is no network`);
  return network;
}

const addressOf = (value: CelValue) => opaqueOf(value, Ip).address;
const networkOf = (value: CelValue) => opaqueOf(value, Cidr).network;

function question(name: string, isSo: (address: IpAddress) => boolean) {
  return celMethod(name, DYN, [], BOOL, function (this: CelValue) {
    return isSo(addressOf(this));
  });
}

const isIn = (networks: readonly string[]) => {
  const parsed = networks.map(readCidr);
  return (address: IpAddress) => parsed.some((network) => holds(network, address));
};
const isUnspecified = isIn(['0.0.0.0/32', '::/128']);
const isLoopback = isIn(['127.0.0.0/8', '::1/128']);
const isLinkLocalUnicast = isIn(['169.254.0.0/16', 'fe80::/10']);
const isNotGlobal = isIn(['0.0.0.0/32', '255.255.255.255/32', '::/128', '224.0.0.0/4', 'ff00::/8']);
const isMulticastOfLink = (address: IpAddress) =>
  address.family === 4
    ? address.bits >> 8n === 0xe00000n
    : address.bits >> 120n === 0xffn && ((address.bits >> 112n) & 0xfn) === 2n;

/** `ip()`, `cidr()` and what can be asked of both, as in Kubernetes (apiserver, pkg/cel/library/{ip,cidr}.go). */
export const networkFunctions = [
  celFunc('ip', [STRING], DYN, (text) => ipValue(readIp(text))),
  celFunc('isIP', [STRING], BOOL, (text) => parseIp(text) !== null),
  celFunc('ip.isCanonical', [STRING], BOOL, (text) => ipText(readIp(text)) === text),
  celMethod('family', DYN, [], INT, function () {
    return BigInt(addressOf(this).family);
  }),
  question('isUnspecified', isUnspecified),
  question('isLoopback', isLoopback),
  question('isLinkLocalMulticast', isMulticastOfLink),
  question('isLinkLocalUnicast', isLinkLocalUnicast),
  question(
    'isGlobalUnicast',
    (address) => !isNotGlobal(address) && !isLoopback(address) && !isLinkLocalUnicast(address),
  ),
  celFunc('cidr', [STRING], DYN, (text) => cidrValue(readCidr(text))),
  celFunc('isCIDR', [STRING], BOOL, (text) => parseCidr(text) !== null),
  celMethod('containsIP', DYN, [DYN], BOOL, function (other) {
    return holds(networkOf(this), typeof other === 'string' ? readIp(other) : addressOf(other));
  }),
  celMethod('containsCIDR', DYN, [DYN], BOOL, function (other) {
    const [own, its] = [networkOf(this), typeof other === 'string' ? readCidr(other) : networkOf(other)];
    return own.prefix <= its.prefix && holds(own, its.address);
  }),
  celMethod('ip', DYN, [], DYN, function () {
    return ipValue(networkOf(this).address);
  }),
  celMethod('prefixLength', DYN, [], INT, function () {
    return BigInt(networkOf(this).prefix);
  }),
  celMethod('masked', DYN, [], DYN, function () {
    const { address, prefix } = networkOf(this);
    return cidrValue({ address: masked(address, prefix), prefix });
  }),
  celFunc('string', [DYN], STRING, (value) => {
    const opaque = opaqueOf(value, Opaque);
    if (opaque instanceof Ip) return ipText(opaque.address);
    if (opaque instanceof Cidr) return cidrText(opaque.network);
    throw new Error('found no matching overload');
  }),
];
