/**
 * What every package may need and none owns: closing many things ({@link oncilla.base.Closing}),
 * the user's cache folder ({@link oncilla.base.CacheFolder}) and the version of this program
 * ({@link oncilla.base.BuildVersion}). Imports nothing of Oncilla.
 */
package oncilla.base;
