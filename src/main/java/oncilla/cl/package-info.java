/**
 * The device seam: the part of OpenCL 1.2 that Oncilla uses, as small interfaces. {@code cl.jocl}
 * and {@code cl.lwjgl} implement it, and the tests have a third implementation without a device.
 */
package oncilla.cl;
