/**
 * Decoded pictures in a file, so that they need neither be decoded again nor lie on the heap: a
 * {@link oncilla.data.cache.PictureCache} finds the file of a folder of pictures or makes it,
 * {@code PixelFile} writes and reads it, {@code PictureKey} tells whether it is that of the
 * pictures as they are now, and {@link oncilla.data.cache.MappedPixels} are its rows.
 *
 * <p>It only ever saves time and memory. A file that is missing, damaged or of other pictures is
 * made anew; one that cannot be written is left out, with a line that says why.
 */
package oncilla.data.cache;
