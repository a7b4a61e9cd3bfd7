/**
 * Pictures for a first try without data: cats against other animals and things, drawn with Java2D.
 *
 * <p>{@link oncilla.data.demo.DemoPictures} makes data sets and files. A {@code Painting} is a
 * {@code Backdrop} and, in some pose, a {@code Cat}, one of the {@code Beasts} or {@code Others};
 * all of them draw with the same {@code Brush} in the same {@code Colors}, so that neither colour
 * nor brightness tells a cat from a mouse: only its shape does. Every choice comes from the
 * picture's own {@code RandomSource}.
 *
 * <p>{@link oncilla.data.demo.DemoPoints} draws the points in the plane that the experiments train
 * on.
 */
package oncilla.data.demo;
