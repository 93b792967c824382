import KernelTemplates

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Memory for the panels of a product: each thread has its own, allocated at its first product and
/// freed when it ends.
enum Workspace {
  #if canImport(Glibc) || canImport(Musl) || canImport(Darwin)
    private static let key: pthread_key_t = {
      var key = pthread_key_t()
      if pthread_key_create(&key, { workspace in free(workspace) }) != 0 {
        fatalError("the system has no room for another thread-local variable")
      }
      return key
    }()

    static var ofThisThread: UnsafeMutableRawPointer {
      if let workspace = pthread_getspecific(key) { return workspace }
      var workspace: UnsafeMutableRawPointer?
      if posix_memalign(&workspace, 64, Blocking.workspaceBytes) != 0 || workspace == nil {
        fatalError("no memory for the workspace of a matrix product")
      }
      pthread_setspecific(key, workspace)
      return workspace.unsafelyUnwrapped
    }
  #else
    // One thread, as in WebAssembly.
    nonisolated(unsafe) private static let only = UnsafeMutableRawPointer.allocate(
      byteCount: Blocking.workspaceBytes, alignment: 64)

    static var ofThisThread: UnsafeMutableRawPointer { only }
  #endif
}
