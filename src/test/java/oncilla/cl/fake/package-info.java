/**
 * Drivers for tests. {@link oncilla.cl.fake.FakeDriver} is a device seam without a device: it
 * checks, records and can be told to fail, and runs no kernel. {@link
 * oncilla.cl.fake.CountingDriver} stands before a real binding and counts what is created and
 * released.
 */
package oncilla.cl.fake;
