import type { IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { TLSSocket } from "node:tls";
import { isErrorCode } from "@gatehouse/protocols/error/error-table";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import {
  ENROL_PATH,
  type EnrolRequest,
  enrolRefusalSchema,
} from "@gatehouse/protocols/wire/enrolment";
import { jsonOrNull } from "../json-text.ts";
import type { Invitation } from "./invitation.ts";

/** The answer holds two certificates and some names: a few kilobytes. */
const MAX_ANSWER_BYTES = 64 * 1_024;

/** Where to ask and whom to believe. */
export interface EnrolmentCall {
  readonly invitation: Invitation;
  /** The pinned CA; no other certificate of the machine counts. */
  readonly caPem: string;
  readonly csrPem: string;
  readonly timeoutMs: number;
}

/**
 * Asks the centre for a certificate, over TLS that is verified against the pinned CA alone.
 * @returns the parsed JSON of a good answer, its shape not checked
 * @throws GatehouseError the centre's own refusal, `enrol.ca-mismatch`, `enrol.answer-invalid`,
 *   `enrol.refused`, `enrol.unreachable`
 */
export async function callEnrolment(call: EnrolmentCall): Promise<unknown> {
  const { status, body } = await post(call);
  const answer = jsonOrNull(body);
  if (status === 200) return answer;
  const refusal = enrolRefusalSchema.safeParse(answer);
  if (refusal.success && isErrorCode(refusal.data.code)) {
    throw new GatehouseError(refusal.data.code);
  }
  throw new GatehouseError("enrol.refused", `enrolment answered ${status}`);
}

function post({ invitation, caPem, csrPem, timeoutMs }: EnrolmentCall) {
  const { host, port, code } = invitation;
  const body = JSON.stringify({ code, csrPem } satisfies EnrolRequest);
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const asking = httpsRequest({
      method: "POST",
      host,
      port,
      path: ENROL_PATH,
      ca: [caPem],
      agent: false,
      headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const failed = (error: Error): void => reject(reasonFor(error, asking.socket, host));
    asking.on("error", failed);
    asking.on("response", (response) => {
      textOf(response).then((text) => {
        resolve({ status: response.statusCode ?? 0, body: text });
        asking.destroy();
      }, failed);
    });
    asking.end(body);
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = "";
  response.setEncoding("utf8");
  for await (const chunk of response) {
    text += chunk;
    if (text.length > MAX_ANSWER_BYTES) {
      throw new GatehouseError("enrol.answer-invalid", `more than ${MAX_ANSWER_BYTES} bytes`);
    }
  }
  return text;
}

/** Node sets `authorizationError` when the certificate or its name did not verify. */
function reasonFor(error: Error, socket: unknown, host: string): GatehouseError {
  if (error instanceof GatehouseError) return error;
  const isRejected = socket instanceof TLSSocket && Boolean(socket.authorizationError);
  const code = isRejected ? "enrol.ca-mismatch" : "enrol.unreachable";
  return new GatehouseError(code, { detail: `${host}: ${error.message}`, cause: error });
}
