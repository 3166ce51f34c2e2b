/** Addresses and CIDR ranges. */
import ipaddr from 'ipaddr.js';

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

const ofOneAddress = (address: string): Network => {
  const parsed = ipaddr.process(address);
  return [parsed, parsed.kind() === 'ipv4' ? 32 : 128];
};

export const networkOf = (range: string): Network => (range.includes('/') ? ipaddr.parseCIDR(range) : ofOneAddress(range));

/** That every address of `range` is one of `outer`. */
export function rangeWithin(range: string, outer: string): boolean {
  const [address, bits] = networkOf(range);
  const [network, outerBits] = networkOf(outer);
  return address.kind() === network.kind() && bits >= outerBits && address.match(network, outerBits);
}
