/**
 * What every package may need and none owns: closing many things ({@link oncilla.base.Closing}),
 * the user's cache folder ({@link oncilla.base.CacheFolder}), the version of this program ({@link
 * oncilla.base.BuildVersion}), files' names as text ({@link oncilla.base.PathText}) and reasons why
 * they cannot be written ({@link oncilla.base.Reasons}), and messages ({@link
 * oncilla.base.Message}) that name a {@link oncilla.base.Setting} without knowing what the command
 * line calls it. Imports nothing of Oncilla.
 */
package oncilla.base;
