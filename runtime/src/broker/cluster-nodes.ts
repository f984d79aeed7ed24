/**
 * The nodes of a Redis Cluster: which of them holds a key, and a connection to each primary.
 *
 * The map is asked for when nothing is known of a key, and again after every failure that may mean that it has changed; a node
 * that says MOVED or ASK is followed at once. What else fails is the caller's to repeat: no command waits here unseen for a
 * cluster that may not come back (docs/adr/0014).
 */
import type { Redis } from 'ioredis';
import { slotOf } from './cluster-slot.js';
import type { RedisClusterAddress, RedisHost } from './redis-address.js';
import { connectNode, failureOn, troubleOf, type ConnectionOptions } from './redis-connection.js';
import type { RedisNodes } from './redis-nodes.js';

/** A key may be on its way from node to node; more in a row is no move but a quarrel between nodes. */
const redirectionsMax = 5;
/** Nodes that are asked for the map at once: the first that is in order is believed. */
const askedMax = 8;

/** Where a node says that a key is. */
export interface Redirection {
  /** For this one command only: the key's slot is on its way there. */
  readonly isOnce: boolean;
  readonly place: string;
}

export class ClusterNodes implements RedisNodes {
  readonly #address: RedisClusterAddress;
  readonly #options: ConnectionOptions;
  readonly #connections = new Map<string, Redis>();
  /** The place of the primary of each slot. */
  #places: readonly (string | undefined)[] = [];
  #refreshing: Promise<void> | undefined;
  #isClosed = false;

  constructor(address: RedisClusterAddress, options: ConnectionOptions) {
    this.#address = address;
    this.#options = options;
  }

  /** @throws whatever the node answers, or that no node could be asked; then the map was or is being read anew */
  async run<Answer>(key: string, command: (redis: Redis) => Promise<Answer>): Promise<Answer> {
    let place = this.#places[slotOf(key)] ?? (await this.placeOf(key));
    let isOnce = false;
    for (let redirections = 0; ; redirections++) {
      const redis = this.#connectionTo(place);
      try {
        // On one connection ASKING and the command that it is for arrive one behind the other.
        if (isOnce) redis.asking().catch(ignore);
        return await command(redis);
      } catch (error) {
        const redirection = this.learnFrom(key, error, place);
        if (!redirection || redirections === redirectionsMax) throw failureOn(redis, error);
        ({ place, isOnce } = redirection);
      }
    }
  }

  async primaries(): Promise<readonly Redis[]> {
    if (this.#places.length === 0) await this.#refresh();
    return [...new Set(this.#places)].flatMap((place) => (place === undefined ? [] : [this.#connectionTo(place)]));
  }

  get trouble(): Error | undefined {
    return [...this.#connections.values()].map(troubleOf).find((trouble) => trouble !== undefined);
  }

  /** `host:port` of the node that holds the key. @throws if no node of the cluster can say so */
  async placeOf(key: string): Promise<string> {
    const slot = slotOf(key);
    if (this.#places[slot] === undefined) await this.#refresh();
    const place = this.#places[slot];
    if (place === undefined)
      throw new Error(`CLUSTERDOWN no node of the Redis Cluster holds slot ${String(slot)} (${key})`);
    return place;
  }

  /**
   * Takes what an error says about where keys are.
   * @param from – the place that answered
   * @returns where to try again; undefined: the same command is not known to do better elsewhere
   */
  learnFrom(key: string, error: unknown, from: string): Redirection | undefined {
    const redirection = redirectionOf(error, from);
    if (redirection && !redirection.isOnce) {
      const places = [...this.#places];
      places[slotOf(key)] = redirection.place;
      this.#places = places;
    }
    if (!redirection?.isOnce && !isOfCommand(error)) this.#refresh().catch(ignore);
    return redirection;
  }

  close(): void {
    this.#isClosed = true;
    for (const connection of this.#connections.values()) connection.disconnect();
    this.#connections.clear();
  }

  #connectionTo(place: string): Redis {
    // What was under way fails now, and must not open anything again.
    if (this.#isClosed) throw new Error('Connection is closed.');
    const known = this.#connections.get(place);
    if (known) return known;
    const connection = connectNode(this.#address, hostOf(place), this.#options);
    this.#connections.set(place, connection);
    return connection;
  }

  /** One at a time, whoever asks. */
  #refresh(): Promise<void> {
    this.#refreshing ??= this.#readMap().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  async #readMap(): Promise<void> {
    const places = [...this.#connections.keys(), ...this.#address.hosts.map(placeOfHost)];
    const asked = [...new Set(places)].slice(0, askedMax);
    try {
      this.#places = await Promise.any(asked.map(async (place) => readMap(this.#connectionTo(place), place)));
    } catch (error) {
      // Each said something; the first is as good as any.
      throw error instanceof AggregateError ? error.errors[0] : error;
    }
    const used = new Set(this.#places);
    for (const [place, connection] of this.#connections) {
      if (used.has(place)) continue;
      // What it still has to answer fails, and is tried again elsewhere.
      this.#connections.delete(place);
      connection.disconnect();
    }
  }
}

/** A node that was cut off from the others still tells how the cluster was: only one that is in order is believed. */
const readMap = async (redis: Redis, asked: string): Promise<readonly string[]> => {
  const [info, ranges] = await Promise.all([redis.cluster('INFO'), redis.cluster('SLOTS')]).catch((error: unknown) => {
    throw failureOn(redis, error);
  });
  if (!info.includes('cluster_state:ok'))
    throw new Error(`CLUSTERDOWN the Redis Cluster is not in order, says ${asked}`);
  const places: string[] = [];
  for (const [first, last, primary] of ranges) {
    if (!primary) continue;
    const [named, port] = primary;
    // Nothing, or ?, where the node does not know what it is called by us: as we call it.
    const host = isName(named) ? named : hostOf(asked).host;
    const place = placeOfHost({ host, port });
    for (let slot = first; slot <= last; slot++) places[slot] = place;
  }
  return places;
};

const placeOfHost = ({ host, port }: RedisHost): string => `${host}:${String(port)}`;

export const hostOf = (place: string): RedisHost => {
  const colon = place.lastIndexOf(':'); // an IPv6 address has colons of its own
  return { host: place.slice(0, colon), port: Number(place.slice(colon + 1)) };
};

const isName = (host: string | null): host is string => host !== null && host !== '' && host !== '?';

/** `MOVED 3999 127.0.0.1:6381`, `ASK 3999 :6381`: without a host it is the one that answers. */
const redirectionOf = (error: unknown, from: string): Redirection | undefined => {
  if (!(error instanceof Error)) return undefined;
  const [, kind, host = '', port = ''] = /^(MOVED|ASK) \d+ (.*):(\d+)$/.exec(error.message) ?? [];
  if (kind === undefined) return undefined;
  return { isOnce: kind === 'ASK', place: `${isName(host) ? host : hostOf(from).host}:${port}` };
};

/** The node is in charge, and this is its answer. */
const isOfCommand = (error: unknown): boolean =>
  error instanceof Error &&
  /^[A-Z]+ /.test(error.message) &&
  !/^(?:MOVED|ASK|CLUSTERDOWN|TRYAGAIN|READONLY|MASTERDOWN|LOADING|UNBLOCKED) /.test(error.message);

const ignore = (): void => undefined;
