/**
 * Models: immutable descriptions of layers ({@link oncilla.nn.Network}), the values of their
 * parameters ({@link oncilla.nn.Parameters}), and how both become operations on a backend.
 */
package oncilla.nn;
