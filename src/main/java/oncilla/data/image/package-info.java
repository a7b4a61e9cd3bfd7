/**
 * From the bytes of a picture's file to a row of the network's input. {@link
 * oncilla.data.image.Picture} is the way in: {@link oncilla.data.image.ImageFormat} tells the
 * format from the first bytes, {@link oncilla.data.image.ImageDecoder} decodes, {@link
 * oncilla.data.image.RgbRows} makes 8-bit sRGB of any pixels, {@link
 * oncilla.data.image.AreaAverage} a square, and {@link oncilla.data.image.ExifOrientation} turns it
 * upright.
 *
 * <p>A picture that is not whole is refused, and decoders do not see to that: given half a file
 * some make grey of the rest and say nothing. So {@link oncilla.data.image.PngChunks}, {@link
 * oncilla.data.image.WebpChunks} and {@link oncilla.data.image.TiffImage} look whether all is there
 * before anything is decoded (and find the Exif on the way), and {@link
 * oncilla.data.image.DecoderReport} takes what decoders say for what it means.
 */
package oncilla.data.image;
