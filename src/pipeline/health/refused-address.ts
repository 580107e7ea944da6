import { BlockList, isIPv6 } from 'node:net';

const refused = new BlockList();
refused.addSubnet('169.254.0.0', 16, 'ipv4');
refused.addSubnet('fe80::', 10, 'ipv6');
// Services that tell a machine its own credentials, outside of the link-local ranges: EC2, Alibaba, Oracle, Azure.
refused.addAddress('fd00:ec2::254', 'ipv6');
refused.addAddress('100.100.100.200', 'ipv4');
refused.addAddress('192.0.0.192', 'ipv4');
refused.addAddress('168.63.129.16', 'ipv4');
// 169.254/16 by way of NAT64 (RFC 6052).
refused.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');

/**
 * Whether an IP address is link-local or a cloud's metadata service: no cluster, but what a hostile inventory would have
 * a CI machine talk to. IPv4 addresses written as IPv6 (`::ffff:a.b.c.d`) count.
 */
export function isRefusedAddress(address: string): boolean {
  return refused.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
