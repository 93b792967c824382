import KernelTemplates
import XCTest

@testable import Kernels

/// Speeds of the products against that of the bare micro-kernel, measured in turn in one run so
/// that a busy machine slows both. Not a test: it asserts nothing, and runs only when asked:
///
///     LEARNLSTM_BENCHMARK=1 swift test --filter ProductSpeed
final class ProductSpeed: XCTestCase {
  func test_speeds() throws {
    guard getenv("LEARNLSTM_BENCHMARK") != nil else { throw XCTSkip("asks for no benchmark") }
    for set in InstructionSet.available {
      report(set, Float.self)
      report(set, Double.self)
    }
  }

  private func report<Scalar: DispatchedScalar>(_ set: InstructionSet, _: Scalar.Type) {
    let shapes: [(String, Int, Int, Int, Bool, Bool)] = [
      ("512×512·512", 512, 512, 512, false, false),
      ("512×512ᵀ·512", 512, 512, 512, true, false),
      ("512×512·512ᵀ", 512, 512, 512, false, true),
      ("32×128·512", 32, 512, 128, false, false),
      ("32×512·128ᵀ", 32, 128, 512, false, true),
      ("16×128·512", 16, 512, 128, false, false),
      ("64×512·2048", 64, 2048, 512, false, false),
      ("32×256·1024", 32, 1024, 256, false, false),
      ("128×2048ᵀ·512", 128, 512, 2048, true, false),
      ("512×2048ᵀ·2048", 512, 2048, 2048, true, false),
      ("2048×2048·512ᵀ", 2048, 512, 2048, false, true),
      ("2048×65·512", 2048, 512, 65, false, false),
      ("1024×128·65", 1024, 65, 128, false, false),
      ("1×512·2048", 1, 2048, 512, false, false),
    ]
    for (name, rows, columns, inner, aTransposed, bTransposed) in shapes {
      let a = [Scalar](repeating: 0.5, count: rows * inner)
      let b = [Scalar](repeating: 0.25, count: inner * columns)
      var c = [Scalar](repeating: 0, count: rows * columns)
      let packed = packed(b, inner: inner, columns: columns, transposed: bTransposed, set)
      let once = {
        a.withUnsafeBufferPointer { a in
          b.withUnsafeBufferPointer { b in
            c.withUnsafeMutableBufferPointer { c in
              Scalar.multiply(
                Product(
                  rows: rows, columns: columns, inner: inner,
                  a: Operand(
                    a.baseAddress!, stride: aTransposed ? rows : inner, isTransposed: aTransposed),
                  b: Operand(
                    b.baseAddress!, stride: bTransposed ? inner : columns,
                    isTransposed: bTransposed),
                  isPacked: false, c: c.baseAddress!, cStride: columns, accumulating: false),
                on: set)
            }
          }
        }
      }
      let oncePacked = {
        a.withUnsafeBufferPointer { a in
          packed.withUnsafeBufferPointer { b in
            c.withUnsafeMutableBufferPointer { c in
              Scalar.multiply(
                Product(
                  rows: rows, columns: columns, inner: inner,
                  a: Operand(
                    a.baseAddress!, stride: aTransposed ? rows : inner, isTransposed: aTransposed),
                  b: Operand(b.baseAddress!, stride: columns), isPacked: true, c: c.baseAddress!,
                  cStride: columns, accumulating: false), on: set)
            }
          }
        }
      }
      let work = 2.0 * Double(rows) * Double(columns) * Double(inner)
      let repeats = max(1, Int(4e7 / work))
      var (best, bestPacked, peak) = (0.0, 0.0, 0.0)
      for _ in 0..<12 {
        peak = max(peak, rate { Double(Scalar.runTile(repetitions: 2000, on: set)) })
        best = max(
          best,
          rate {
            for _ in 0..<repeats { once() }
            return work * Double(repeats)
          })
        bestPacked = max(
          bestPacked,
          rate {
            for _ in 0..<repeats { oncePacked() }
            return work * Double(repeats)
          })
      }
      print(
        "\(set.name) \(Scalar.self) \(name): \(gigaflops(best)), packed \(gigaflops(bestPacked)), "
          + "micro-kernel \(gigaflops(peak)), \(Int(100 * best / peak)) %, "
          + "packed \(Int(100 * bestPacked / peak)) %, \(Int(work / best * 1e9)) ns")
    }
  }

  /// Work a second of this thread's own time, which other programs on the machine do not use up.
  private func rate(_ body: () -> Double) -> Double {
    let start = threadSeconds()
    let work = body()
    return work / (threadSeconds() - start)
  }

  private func threadSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  private func gigaflops(_ rate: Double) -> String { String(format: "%.1f GFLOP/s", rate / 1e9) }
}

private func packed<Scalar: DispatchedScalar>(
  _ b: [Scalar], inner: Int, columns: Int, transposed: Bool, _ set: InstructionSet
) -> [Scalar] {
  var packed = [Scalar](repeating: 0, count: inner * ((columns + 31) / 32 * 32))
  b.withUnsafeBufferPointer { b in
    packed.withUnsafeMutableBufferPointer {
      Scalar.pack(
        Operand(b.baseAddress!, stride: transposed ? inner : columns, isTransposed: transposed),
        inner: inner, columns: columns, into: $0.baseAddress!, on: set)
    }
  }
  return packed
}
