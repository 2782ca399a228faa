/*
 * The one entry of every npm script: `node scripts/gatehouse.mjs COMMAND [arguments]`.
 *
 * This file must parse on any Node, however old, so that the reader gets a sentence and not a
 * syntax error: everything newer is behind the import below.
 */
var major = Number(process.versions.node.split(".")[0]);
if (major < 18) {
  process.stderr.write(
    "Gatehouse needs Node 18 or newer to set itself up; this is Node " +
      process.versions.node +
      ".\nInstall a newer one (Debian, Ubuntu: apt-get install nodejs npm), then run the same command again.\n",
  );
  process.exitCode = 1;
} else {
  // A promise that nobody handles ends the process with its stack: what a bug of ours should do.
  void import("./bootstrap/bootstrap.mjs").then((bootstrap) =>
    bootstrap.main(process.argv.slice(2)),
  );
}
