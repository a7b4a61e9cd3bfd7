/**
 * The device seam through LWJGL, whose handles are longs and whose native memory is freed by hand.
 * LWJGL checks sizes and null handles itself, by exceptions; the codes that OpenCL returns are
 * checked here.
 */
package oncilla.cl.lwjgl;
