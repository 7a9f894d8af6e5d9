/**
 * Whether this is an error of a store of files that does not answer just now, as against a database
 * that does not. The store is opened outside of the built pages, so its errors are told by name; what
 * the S3 client throws by itself carries `$metadata`. Errors that wrap another are looked into.
 */
export function isStoreAway(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	return error.name === 'StorageUnreachable' || '$metadata' in error || isStoreAway(error.cause);
}
