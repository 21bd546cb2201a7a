// For workflows: ends with 1 unless DATABASE_URL and OTHER_DATABASE_URL name the same database and role, whatever their hosts are. A branch of
// a database has a host of its own. Prints neither URL, since they hold passwords.
const parts = ["DATABASE_URL", "OTHER_DATABASE_URL"].map((name) => {
  const given = process.env[name] ?? "";
  if (!URL.canParse(given)) {
    console.error(`${name} is not set, or no URL.`);
    process.exit(1);
  }
  const { username, pathname } = new URL(given);
  return { role: decodeURIComponent(username), database: decodeURIComponent(pathname.slice(1)) };
});
const different = ["database", "role"].filter((part) => parts[0][part] === "" || parts[0][part] !== parts[1][part]);
if (different.length > 0) {
  console.error(
    `Not the same ${different.join(" and ")}. Set the variables NEON_DATABASE and NEON_ROLE to those of DATABASE_URL_UNPOOLED.`,
  );
  process.exit(1);
}
