#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension SegmentCompressor {
    /// Of the calling thread: it gets what the others leave. Best effort.
    static func lowerPriority() {
        #if canImport(Darwin)
            _ = pthread_set_qos_class_self_np(QOS_CLASS_BACKGROUND, 0)
        #else
            // `PRIO_PROCESS`, whose type as it is imported isn't what the call takes. Linux has 0 stand for the calling thread then.
            _ = setpriority(0, 0, 19)
        #endif
    }
}
