#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The instructions that the kernels may use, chosen when the program starts.
///
/// `LEARNLSTM_KERNELS=baseline`, `avx2` or `avx512` in the environment asks for less than the
/// processor has, to compare; it never gets more.
public enum InstructionSet: Int, Comparable, CaseIterable, Sendable {
  /// What every processor of the kind has: SSE2 on x86-64, NEON on arm64.
  case baseline
  /// AVX2 and FMA (x86-64-v3).
  case avx2
  /// AVX-512 F, BW, CD, DQ and VL (x86-64-v4).
  case avx512
  #if canImport(Accelerate)
    /// Products in single precision by Accelerate, all else as in the baseline.
    case accelerate
  #endif

  /// The best that this processor and the environment allow.
  public static let current = chosen(
    from: available, asked: environment("LEARNLSTM_KERNELS"))

  /// All that this processor can run, the least first.
  public static let available: [InstructionSet] = {
    #if canImport(Accelerate)
      [.baseline, .accelerate]
    #else
      allCases.filter { $0 <= best(flags: processorFlags()) }
    #endif
  }()

  public static func < (left: InstructionSet, right: InstructionSet) -> Bool {
    left.rawValue < right.rawValue
  }

  /// The name in `LEARNLSTM_KERNELS`.
  public var name: String {
    switch self {
    case .baseline: "baseline"
    case .avx2: "avx2"
    case .avx512: "avx512"
    #if canImport(Accelerate)
      case .accelerate: "accelerate"
    #endif
    }
  }

  static func chosen(from available: [InstructionSet], asked: String?) -> InstructionSet {
    guard let limit = allCases.first(where: { $0.name == asked }) else {
      return available.last ?? .baseline
    }
    return available.last { $0 <= limit } ?? .baseline
  }

  /// The best set whose instructions are all among a processor's flags, named as Linux names them.
  static func best(flags: [Substring]) -> InstructionSet {
    #if arch(x86_64)
      let forAVX2 = ["avx2", "fma", "bmi1", "bmi2", "f16c", "abm", "movbe"]
      let forAVX512 = ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]
      func has(_ names: [String]) -> Bool { names.allSatisfy { flags.contains(Substring($0)) } }
      if has(forAVX2) { return has(forAVX512) ? .avx512 : .avx2 }
    #endif
    return .baseline
  }

  /// The flags in the first processor's part of `/proc/cpuinfo`.
  static func flags(inProcessorInformation text: String) -> [Substring] {
    let line = text.split(separator: "\n").first { $0.hasPrefix("flags") }
    return line?.split(whereSeparator: { " \t:".contains($0) }).dropFirst().map { $0 } ?? []
  }
}

#if os(Linux)
  private func processorFlags() -> [Substring] {
    let file = open("/proc/cpuinfo", O_RDONLY)
    if file < 0 { return [] }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 14)
    var length = 0
    while length < bytes.count {
      let got = bytes.withUnsafeMutableBytes {
        read(file, $0.baseAddress! + length, $0.count - length)
      }
      if got <= 0 { break }
      length += got
    }
    return InstructionSet.flags(
      inProcessorInformation: String(decoding: bytes[..<length], as: UTF8.self))
  }
#else
  private func processorFlags() -> [Substring] { [] }
#endif

private func environment(_ name: String) -> String? {
  #if canImport(Glibc) || canImport(Musl) || canImport(Darwin)
    getenv(name).map { String(cString: $0) }
  #else
    nil
  #endif
}
