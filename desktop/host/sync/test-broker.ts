import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type TLSSocket } from "node:tls";

/** Packet types (MQTT 3.1.1 §2.2.1). */
const CONNECT = 1;
const PUBLISH = 3;
const SUBSCRIBE = 8;
const PINGREQ = 12;

/** One message as it came. */
export interface Published {
  readonly topic: string;
  readonly payload: Buffer;
}

/** The far end of a station's link, over real TLS. */
export interface TestBroker {
  /** `mqtts://…`, on the loopback interface. */
  readonly url: string;
  /** Sends to every station that is connected, with QoS 0. */
  send(topic: string, text: string): void;
  close(): void;
}

/**
 * As much of an MQTT 3.1.1 broker as one station needs: lets in whoever the CA certified, grants
 * every subscription, and takes each message whole.
 */
export async function startTestBroker(
  tls: { readonly key: string; readonly cert: string; readonly caPem: string },
  onPublished: (message: Published) => void,
): Promise<TestBroker> {
  const sockets = new Set<TLSSocket>();
  const { key, cert, caPem: ca } = tls;
  const server = createServer({ key, cert, ca, requestCert: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // A link that is cut says so by its end, too.
    socket.on("error", () => socket.destroy());
    let rest: Buffer = Buffer.alloc(0);
    socket.on("data", (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      for (let next = firstPacket(rest); next; next = firstPacket(rest)) {
        rest = rest.subarray(next.length);
        answer(socket, next, onPublished);
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `mqtts://127.0.0.1:${port}`,
    send(topic, text) {
      const packet = packetOf(PUBLISH << 4, [lengthPrefixed(topic), Buffer.from(text)]);
      for (const socket of sockets) socket.write(packet);
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

interface Packet {
  readonly type: number;
  readonly flags: number;
  readonly body: Buffer;
  /** Of the whole packet, bytes. */
  readonly length: number;
}

/** Fixed header: type and flags, then the length of the rest, seven bits a byte (§2.2). */
function firstPacket(bytes: Buffer): Packet | null {
  let [size, at] = [0, 1];
  for (let shift = 0; ; shift += 7, at += 1) {
    const byte = bytes[at];
    if (byte === undefined) return null;
    size += (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  const begin = at + 1;
  if (bytes.length < begin + size) return null;
  const head = bytes[0] ?? 0;
  const body = bytes.subarray(begin, begin + size);
  return { type: head >> 4, flags: head & 0x0f, body, length: begin + size };
}

function answer(
  socket: TLSSocket,
  { type, flags, body }: Packet,
  onPublished: (message: Published) => void,
): void {
  if (type === CONNECT) socket.write(Buffer.from([0x20, 2, 0, 0]));
  if (type === SUBSCRIBE) socket.write(packetOf(0x90, [body.subarray(0, 2), Buffer.from([1])]));
  if (type === PINGREQ) socket.write(Buffer.from([0xd0, 0]));
  if (type !== PUBLISH) return;
  const topicEnd = 2 + body.readUInt16BE(0);
  const hasId = (flags & 0b110) !== 0;
  if (hasId) socket.write(packetOf(0x40, [body.subarray(topicEnd, topicEnd + 2)]));
  const payload = Buffer.from(body.subarray(topicEnd + (hasId ? 2 : 0)));
  onPublished({ topic: body.toString("utf8", 2, topicEnd), payload });
}

function packetOf(head: number, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const size: number[] = [];
  for (let left = body.length; size.length === 0 || left > 0; left >>= 7) {
    size.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
  }
  return Buffer.concat([Buffer.from([head, ...size]), body]);
}

function lengthPrefixed(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
