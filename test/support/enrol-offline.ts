import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "@gatehouse/desktop/host/clock";
import { nodeRandomBytes } from "@gatehouse/desktop/host/digests";
import { openStationStore } from "@gatehouse/desktop/host/store/station-store";
import { parseStationId } from "@gatehouse/protocols/ids";
import type { EnrolResponse } from "@gatehouse/protocols/wire/enrolment";
import { pino } from "pino";
import { offlineOperators } from "./offline-operators.ts";
import { makeTestCa } from "./test-ca.ts";

/*
 * node test/support/enrol-offline.ts FOLDER: makes the data folder of a station that was enrolled at
 * a centre which cannot be reached, with the list of operators that it sent before. A program, because certificates and pages disagree on types.
 */

const [, , folder = ""] = process.argv;
const stationId = parseStationId("st-east-2");
if (!stationId.ok) throw new Error("not a station id");
const ca = await makeTestCa();
const { keyPem, certPem } = await ca.issue(stationId.value);
const enrolment: EnrolResponse = {
  stationId: stationId.value,
  siteId: "dongmen",
  siteName: "东门",
  laneId: "2",
  laneName: "2 道",
  certificatePem: certPem,
  caPem: ca.caPem,
  brokerUrl: "mqtts://127.0.0.1:1",
};
await mkdir(folder, { recursive: true, mode: 0o700 });
await writeFile(join(folder, "station.key"), keyPem, { mode: 0o600 });
await writeFile(join(folder, "enrolment.json"), JSON.stringify(enrolment), { mode: 0o600 });

const store = await openStationStore({
  folder,
  clock: systemClock,
  random: nodeRandomBytes,
  logger: pino({ level: "silent" }),
});
const bundle = await offlineOperators(ca);
const { kind: id, version, issuedAtMs: receivedAtMs } = bundle;
await store.bundles.insert({ id, version, receivedAtMs, bundle });
await store.close();
