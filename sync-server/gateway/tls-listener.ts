import { createHash } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createServer, type TLSSocket } from "node:tls";
import { listenFailure } from "../listen-failure.ts";

const HANDSHAKE_TIMEOUT_MS = 10_000;
/** Far above any city's stations, far below what sockets would cost in memory. */
const MAX_CONNECTIONS = 20_000;

/** Who is on the other end, as the verified certificate says. */
export interface TlsPeer {
  readonly commonName: string;
  /** SHA-256 of the certificate's DER, lower-case hex. */
  readonly fingerprint: string;
}

/** What the listener presents and whom it lets in. */
export interface TlsListenerOptions {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly keyPem: string;
  readonly chainPem: string;
  /** The only CA whose certificates pass. */
  readonly caPem: string;
  readonly onConnection: (socket: TLSSocket, peer: TlsPeer) => void;
  /** A handshake that failed; nobody proved who they are. */
  readonly onRefused: () => void;
}

/** A listening port. */
export interface TlsListener {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Listens for stations: TLS 1.2 or newer, certificate required and signed by the private CA.
 * @throws GatehouseError `net.port-in-use`, `net.address-refused`
 */
export async function listenTls(options: TlsListenerOptions): Promise<TlsListener> {
  const server = createServer({
    key: options.keyPem,
    cert: options.chainPem,
    ca: [options.caPem],
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: "TLSv1.2",
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
  });
  server.maxConnections = MAX_CONNECTIONS;
  const sockets = new Set<{ destroy(): void }>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    // Nagle's algorithm and delayed ACKs together cost 40 ms on each acknowledged scan.
    socket.setNoDelay(true);
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("tlsClientError", options.onRefused);
  server.on("secureConnection", (socket) => {
    socket.setNoDelay(true);
    const peer = peerOf(socket);
    if (peer) options.onConnection(socket, peer);
    else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    const where = `mqtt ${options.host}:${options.port}`;
    server.once("error", (cause) => reject(listenFailure(where, cause)));
    server.listen({ host: options.host, port: options.port }, resolve);
  });
  let closing: Promise<void> | null = null;
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      closing ??= new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      });
      return closing;
    },
  };
}

function peerOf(socket: TLSSocket): TlsPeer | null {
  const { subject, raw } = socket.getPeerCertificate();
  const commonName: unknown = subject?.CN;
  if (!raw || typeof commonName !== "string") return null;
  return { commonName, fingerprint: createHash("sha256").update(raw).digest("hex") };
}
