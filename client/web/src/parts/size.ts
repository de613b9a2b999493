/* A number of bytes for people. Pure. */
export const size = (bytes: number) => (bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` :
	`${(bytes / 1e6).toFixed(1)} MB`);
