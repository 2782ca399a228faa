import { resolve } from "node:path";
import { parseArgs } from "node:util";

/** Text of `npm run package -- --help`. */
export const PACKAGE_HELP = `Builds a Debian package each for the station and the centre, for this machine's architecture.

  npm run package           into dist/packages
  --out FOLDER              somewhere else
  --quick                   compress little (zstd) instead of much (xz, which old systems read)
  --help                    this text
`;

/** What to build. */
export interface PackageOptions {
  readonly help: boolean;
  readonly outFolder: string;
  /** Options of dpkg-deb(1). */
  readonly compression: readonly string[];
}

/**
 * Reads the command line.
 * @throws TypeError on an option that does not exist
 */
export function readPackageOptions(args: readonly string[], repository: string): PackageOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      out: { type: "string" },
      quick: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return {
    help: values.help,
    outFolder: resolve(values.out ?? `${repository}/dist/packages`),
    compression: values.quick ? ["-Zzstd", "-z1"] : ["-Zxz"],
  };
}
