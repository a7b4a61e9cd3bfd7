package oncilla.cl;

import java.util.List;

/**
 * The calls that list devices, as a binding makes them: each is one question to the driver (of two
 * calls, one for the size and one for the value), and a failure is a {@link ClException} with the
 * code. {@link DeviceSearch} asks them, so that every binding lists by the same rule.
 *
 * @param <P> the binding's handle of a platform
 * @param <D> the binding's handle of a device
 */
public interface ClQueries<P, D> {
  /** The platforms, as {@code clGetPlatformIDs} gives them. */
  List<P> platforms();

  /** The bytes of the answer of {@code clGetPlatformInfo}. */
  byte[] platformInfo(P platform, ClParameter parameter);

  /**
   * The devices of a platform, as {@code clGetDeviceIDs} gives them.
   *
   * @param types bits of a {@code cl_device_type}, passed on as they are
   */
  List<D> devices(P platform, long types);

  /** The bytes of the answer of {@code clGetDeviceInfo}, in native order. */
  byte[] deviceInfo(D device, ClParameter parameter);
}
