/**
 * The device seam through JOCL, a thin binding whose handles are objects. JOCL can turn error codes
 * into exceptions by a global switch; it stays off and every code is checked here, so that an error
 * names what it was called for.
 */
package oncilla.cl.jocl;
