import { parseStationId, type StationId } from "@gatehouse/protocols/ids";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import type { Kysely } from "kysely";
import type { Logger } from "pino";
import type { CentreTables } from "../store/tables.ts";

/** Why a certificate opens nothing. */
export type RegistryReason = "unknown-certificate" | "registry-unavailable";

/**
 * The registry decides which certificates are trusted, not their dates. While the database is away,
 * a certificate that it knew stays good: a station must be able to wait on a connection.
 */
export class StationRegistry {
  readonly #kysely: Kysely<CentreTables>;
  readonly #logger: Logger;
  readonly #known = new Map<string, StationId>();

  constructor(options: { readonly kysely: Kysely<CentreTables>; readonly logger: Logger }) {
    this.#kysely = options.kysely;
    this.#logger = options.logger;
  }

  /**
   * The station of a certificate that is neither revoked itself nor by its station.
   * @param fingerprint SHA-256 of the DER, lower-case hex
   */
  async stationOf(fingerprint: string): Promise<Result<StationId, RegistryReason>> {
    try {
      await this.#refresh([fingerprint]);
    } catch (error) {
      this.#logger.warn({ err: error }, "registry cannot be read");
      if (!this.#known.has(fingerprint)) return fail("registry-unavailable");
    }
    const station = this.#known.get(fingerprint);
    return station ? ok(station) : fail("unknown-certificate");
  }

  /**
   * Those of the given fingerprints that are no longer trusted.
   * @throws whatever the database throws
   */
  async revokedAmong(fingerprints: readonly string[]): Promise<readonly string[]> {
    await this.#refresh(fingerprints);
    return fingerprints.filter((fingerprint) => !this.#known.has(fingerprint));
  }

  async #refresh(fingerprints: readonly string[]): Promise<void> {
    if (fingerprints.length === 0) return;
    const rows = await this.#kysely
      .selectFrom("station_certificate as certificate")
      .innerJoin("station", "station.station_id", "certificate.station_id")
      .select(["certificate.fingerprint", "certificate.station_id"])
      .where("certificate.fingerprint", "in", fingerprints)
      .where("certificate.revoked_at", "is", null)
      .where("station.revoked_at", "is", null)
      .execute();
    for (const fingerprint of fingerprints) this.#known.delete(fingerprint);
    for (const row of rows) {
      const station = parseStationId(row.station_id);
      if (station.ok) this.#known.set(row.fingerprint, station.value);
    }
  }
}
