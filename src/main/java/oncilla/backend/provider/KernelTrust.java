package oncilla.backend.provider;

/** Which kernels a backend may use whose device and driver nobody can vouch for. */
public enum KernelTrust {
  /**
   * Those that compute as the reference does; what was not tried yet is tried before it is used.
   */
  VERIFIED,
  /**
   * The same for choosing a device, without trying anything: what is known of it counts. For
   * whoever only lists what there is.
   */
  AS_KNOWN,
  /** All of them, as they are: for whoever compares kernels, or asks for it. */
  UNVERIFIED
}
