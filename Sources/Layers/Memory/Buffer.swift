import Kernels

/// Numbers at a fixed place in memory, aligned to a cache line; zeros at first.
///
/// Several threads may use one buffer at once as long as none writes what another reads or writes:
/// each shard of a batch has buffers of its own, and shared parameters change only between passes.
final class Buffer<Scalar: KernelScalar>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Scalar>
  let count: Int

  init(count: Int) {
    let bytes = max(1, count) * MemoryLayout<Scalar>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    // Zeros of any type, byte by byte: the generic code for numbers would take them one by one.
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    base = memory.bindMemory(to: Scalar.self, capacity: max(1, count))
    self.count = count
  }

  deinit {
    UnsafeMutableRawPointer(base).deallocate()
  }

  var values: UnsafeMutableBufferPointer<Scalar> {
    UnsafeMutableBufferPointer(start: base, count: count)
  }
}

/// One matrix among a model's parameters: its name and where it stands in the buffer of them all.
///
/// Gradients and the optimiser's moments have buffers laid out in the same way.
struct ParameterSlot: Equatable, Sendable {
  let name: String
  let rows: Int
  let columns: Int
  let offset: Int
  /// Whether files hold it as a vector and not as a matrix of one row.
  let isVector: Bool
  /// λ of its penalty λ Σ w²; 0 for none.
  var l2 = 0.0

  var count: Int { rows * columns }
  var shape: [Int] { isVector ? [columns] : [rows, columns] }
}

/// Hands out places in the buffer of all parameters, each aligned to a cache line.
struct ParameterLayout: Equatable, Sendable {
  private(set) var slots: [ParameterSlot] = []
  private(set) var count: Int
  /// The end of the first sparse tables, which come before all other parameters.
  private var sparseEnd = 0

  /// - Parameter sparseCount: what the sparse tables to come take, each rounded by `aligned`.
  init(sparseCount: Int = 0) {
    count = sparseCount
  }

  /// So many numbers, rounded up to whole cache lines.
  static func aligned(_ count: Int) -> Int { (count + 15) / 16 * 16 }

  /// A table that the optimiser moves by rows; no shard has a gradient of it.
  mutating func addSparse(_ name: String, rows: Int, columns: Int) -> ParameterSlot {
    let slot = ParameterSlot(
      name: name, rows: rows, columns: columns, offset: sparseEnd, isVector: false)
    slots.append(slot)
    sparseEnd += Self.aligned(slot.count)
    return slot
  }

  mutating func add(_ name: String, rows: Int, columns: Int, l2: Double = 0) -> ParameterSlot {
    add(
      ParameterSlot(
        name: name, rows: rows, columns: columns, offset: count, isVector: false, l2: l2))
  }

  mutating func addVector(_ name: String, count: Int, l2: Double = 0) -> ParameterSlot {
    add(
      ParameterSlot(
        name: name, rows: 1, columns: count, offset: self.count, isVector: true, l2: l2))
  }

  private mutating func add(_ slot: ParameterSlot) -> ParameterSlot {
    slots.append(slot)
    count += Self.aligned(slot.count)
    return slot
  }
}
