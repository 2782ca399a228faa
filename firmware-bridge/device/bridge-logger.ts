/** The part of a structured logger that this package uses; pino's fits. Never given scanned text. */
export interface BridgeLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}
