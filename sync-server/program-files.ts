import { extname, join } from "node:path";

const HERE = import.meta.dirname;
/** `.ts` in the sources, `.js` in a package. */
const EXTENSION = extname(import.meta.filename);

/**
 * Where the centre's files lie beside its code. The sources and the package's bundle have the same
 * folders, and in both this file lies at their root.
 */
export const PROGRAM_FILES = {
  gateway: join(HERE, `gateway/main${EXTENSION}`),
  web: join(HERE, `api/main${EXTENSION}`),
  schemaFolder: join(HERE, "store/schema"),
  webFolder: join(HERE, "web/dist"),
} as const;
