package oncilla.cl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InstallingTest {
  @Test
  void linuxIsToldThePackages() {
    Installing linux = Installing.on("Linux");
    assertEquals("libOpenCL.so.1", linux.loader());
    assertTrue(linux.loaderRemedy().contains("ocl-icd-libopencl1 pocl-opencl-icd"));
    assertTrue(linux.loaderRemedy().contains("docker/install-opencl-cpu.sh"));
    assertFalse(linux.driverRemedy().contains("ocl-icd-libopencl1"));
    assertTrue(linux.driverRemedy().contains("pocl-opencl-icd"));
  }

  @Test
  void otherSystemsAreNotToldToUseApt() {
    assertEquals("OpenCL.dll", Installing.on("Windows 11").loader());
    assertFalse(Installing.on("Windows 11").loaderRemedy().contains("apt-get"));
    assertEquals("OpenCL.framework", Installing.on("Mac OS X").loader());
    assertFalse(Installing.on("Mac OS X").driverRemedy().contains("apt-get"));
  }

  @Test
  void everyRemedyIsOneLine() {
    for (String system : new String[] {"Linux", "Windows 11", "Mac OS X"}) {
      assertEquals(1, Installing.on(system).loaderRemedy().lines().count());
      assertEquals(1, Installing.on(system).driverRemedy().lines().count());
    }
  }
}
