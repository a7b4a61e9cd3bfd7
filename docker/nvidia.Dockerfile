# Oncilla on an NVIDIA GPU. The driver's OpenCL library is not part of the image: the NVIDIA
# container toolkit mounts that of the host. Build it from the repository's root:
#   docker build -f docker/nvidia.Dockerfile -t oncilla:nvidia .

FROM debian:bookworm-slim AS build
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get update \
    && apt-get install --yes --no-install-recommends openjdk-17-jdk-headless maven \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY pom.xml ./
COPY src src
COPY kernels kernels
# The tests belong to CI; the image is built from what passed there.
RUN mvn -B -ntp -q -DskipTests -Dspotless.check.skip=true package

FROM debian:bookworm-slim
ARG DEBIAN_FRONTEND=noninteractive
# Fonts are for the cost plot; without them a headless JVM cannot write text into a picture.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        openjdk-17-jre-headless fontconfig fonts-dejavu-core ocl-icd-libopencl1 \
    && rm -rf /var/lib/apt/lists/*
# The toolkit mounts libnvidia-opencl.so.1, but older versions of it do not mount the file that
# tells the loader of it. "compute" is the capability that brings OpenCL, "utility" brings nvidia-smi.
RUN mkdir -p /etc/OpenCL/vendors && echo libnvidia-opencl.so.1 > /etc/OpenCL/vendors/nvidia.icd
ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility
COPY --from=build /src/target/oncilla.jar /opt/oncilla/oncilla.jar
COPY LICENSE /opt/oncilla/
# Caches (fonts, compiled kernels) go where any user may write.
ENV XDG_CACHE_HOME=/tmp/cache
# Without a UTF-8 locale Java loses every name on the command line that is not plain ASCII.
ENV LANG=C.UTF-8
WORKDIR /work
ENTRYPOINT ["java", "-Djava.awt.headless=true", "-Duser.home=/tmp", "-jar", "/opt/oncilla/oncilla.jar"]
CMD ["--help"]
