import Kernels
import LinearAlgebra

/// The sum of the outer products of two vectors a step, over steps that stand in several ranges: the
/// gradient of weights, with padding left out.
///
/// A product of a few steps would read and write the whole sum for little, so steps of short ranges
/// are gathered first. Every number of the sum is added up step by step, in the order in which the
/// steps come: the same as in one product over all of them.
struct CountedProducts<Scalar: KernelScalar> {
  private let rows: Int
  private let columns: Int
  private let gathers: Bool
  private let sum: UnsafeMutablePointer<Scalar>
  private var isBegun = false
  /// Steps that wait.
  private var count = 0
  private var gathered: UnsafeMutablePointer<Scalar>?

  /// The most steps that wait.
  private static var capacity: Int { 128 }

  /// - Parameters:
  ///   - sum: receives rows × columns.
  ///   - gathers: whether ranges may be short.
  init(rows: Int, columns: Int, into sum: UnsafeMutablePointer<Scalar>, gathers: Bool) {
    self.gathers = gathers
    self.rows = rows
    self.columns = columns
    self.sum = sum
  }

  /// Adds steps that stand one after the other.
  ///
  /// - Parameters:
  ///   - left: steps × rows.
  ///   - right: steps × columns.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  mutating func add(
    _ left: UnsafePointer<Scalar>, _ right: UnsafePointer<Scalar>, steps: Int
  ) {
    if steps == 0 { return }
    if count + steps > Self.capacity { flush() }
    if !gathers || steps >= Self.capacity / 2 {
      flush()
      return multiply(left, right, steps: steps)
    }
    let memory = gathered ?? .allocate(capacity: Self.capacity * (rows + columns))
    gathered = memory
    (memory + count * rows).initialize(from: left, count: steps * rows)
    (memory + Self.capacity * rows + count * columns)
      .initialize(from: right, count: steps * columns)
    count += steps
  }

  /// Adds the steps that wait; zeros where there were none at all. To be called once, at the end.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  mutating func finish() {
    flush()
    gathered?.deallocate()
    gathered = nil
    if !isBegun { sum.update(repeating: 0, count: rows * columns) }
  }

  private mutating func flush() {
    guard count > 0, let gathered else { return }
    multiply(gathered, gathered + Self.capacity * rows, steps: count)
    count = 0
  }

  private mutating func multiply(
    _ left: UnsafePointer<Scalar>, _ right: UnsafePointer<Scalar>, steps: Int
  ) {
    Scalar.multiply(
      rows: rows, columns: columns, inner: steps,
      Operand(left, stride: rows, isTransposed: true), Operand(right, stride: columns), into: sum,
      stride: columns, accumulating: isBegun)
    isBegun = true
  }
}
