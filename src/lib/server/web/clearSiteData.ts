/**
 * Asks the browser to forget what this site keeps there: databases, local storage, workers. What
 * families see is never in its cache, as every page and picture is `no-store`, so the cache, which
 * holds our styles and fonts alone, is left: to clear it Chromium reads through all it holds of every
 * site, for seconds (crbug.com/40233601), and whoever leaves a page has to be gone at once.
 */
export const clearSiteData = { 'clear-site-data': '"storage"' } as const;
