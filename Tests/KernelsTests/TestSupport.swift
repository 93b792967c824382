import KernelTemplates

@testable import Kernels

extension DispatchedScalar {
  static func adam(
    _ step: AdamStep<Self>, _ weights: inout [Self], _ gradient: [Self], _ first: inout [Self],
    _ second: inout [Self], _ set: InstructionSet
  ) {
    weights.withUnsafeMutableBufferPointer { weights in
      first.withUnsafeMutableBufferPointer { first in
        second.withUnsafeMutableBufferPointer { second in
          gradient.withUnsafeBufferPointer { gradient in
            let memory = AdamMemory(
              step, weights: weights.baseAddress!, gradient: gradient.baseAddress!,
              firstMoment: first.baseAddress!, secondMoment: second.baseAddress!)
            update(count: weights.count, memory, on: set)
          }
        }
      }
    }
  }
}

extension InstructionSet {
  /// Whether a number is the sum of its products in the order of the inner index.
  var promisesOrder: Bool { name != "accelerate" }

  /// Whether a product is added with one rounding.
  var fuses: Bool {
    #if arch(arm64)
      true
    #else
      self != .baseline
    #endif
  }
}

/// Random numbers for these tests, from a seed (SplitMix64).
struct TestRandom {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// Between -1 and 1.
  mutating func number() -> Double { Double(next() >> 11) * 0x1p-52 - 1 }

  mutating func numbers<Scalar: BinaryFloatingPoint>(_ count: Int, _: Scalar.Type) -> [Scalar] {
    (0..<count).map { _ in Scalar(number()) }
  }
}
