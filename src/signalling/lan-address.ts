import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

/** An IPv4 address of this computer and the interface that has it. */
export interface InterfaceAddress {
  readonly name: string;
  readonly address: string;
}

/** Interfaces that exist inside the computer only, or lead away from the local network. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|vethernet|lxc|lxd|podman|cni|flannel|cali|kube)/i;
const TUNNEL = /^(tun|tap|utun|wg|ppp|ipsec|tailscale|zt|gif|stf|awdl|llw)/i;
const VIRTUAL_WINDOWS = /(virtualbox|vmware|hyper-v|wsl|loopback)/i;

/**
 * Sorts addresses by how likely people in the same network reach this computer there, the likeliest first. Equal ones
 * keep their order, which is the system's.
 */
export function rankLanAddresses(addresses: readonly InterfaceAddress[]): InterfaceAddress[] {
  return [...addresses].sort((a, b) => score(a) - score(b));
}

/** The IPv4 addresses of this computer, the likeliest for its local network first; without any, loopback. */
export function localAddresses(interfaces = networkInterfaces()): string[] {
  const found = Object.entries(interfaces).flatMap(([name, infos]) => {
    return (infos ?? []).filter(isReachable).map(({ address }) => ({ name, address }));
  });
  const ranked = rankLanAddresses(found).map(({ address }) => address);
  return ranked.length > 0 ? ranked : ['127.0.0.1'];
}

function isReachable(info: NetworkInterfaceInfo): boolean {
  return info.family === 'IPv4' && !info.internal;
}

function score({ name, address }: InterfaceAddress): number {
  const interfaceScore =
    VIRTUAL.test(name) || VIRTUAL_WINDOWS.test(name) ? 2000 : TUNNEL.test(name) ? 1000 : 0;
  return interfaceScore + addressScore(address);
}

/** Private ranges (RFC 1918) by how usual they are at home; link-local ones (RFC 3927) last. */
function addressScore(address: string): number {
  const [a = 0, b = 0] = address.split('.').map(Number);
  if (a === 192 && b === 168) return 0;
  if (a === 10) return 1;
  if (a === 172 && b >= 16 && b < 32) return 2;
  if (a === 169 && b === 254) return 500;
  // Shared address space (RFC 6598), which overlay networks use.
  if (a === 100 && b >= 64 && b < 128) return 100;
  return 10;
}
