/** Ports whose servers take a request's lines for commands of their own: what a URL of a tenant must not reach. */

/** "Port blocking" of the Fetch standard (https://fetch.spec.whatwg.org/#port-blocking). */
const OF_FETCH = [
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117,
  119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636,
  989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
];
/** SQL Server, Oracle, MySQL, PostgreSQL, Redis, Memcached, MongoDB. */
const OF_DATABASES = [1433, 1521, 3306, 5432, 6379, 11211, 27017];

const PORTS = new Set([...OF_FETCH, ...OF_DATABASES].map(String));

/** `port` as `URL` has it: empty for the protocol's own. */
export const speaksSomethingElse = (port: string): boolean => PORTS.has(port);
