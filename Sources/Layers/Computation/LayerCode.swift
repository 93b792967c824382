import Kernels
import LinearAlgebra

/// What a layer computes, once its sizes are known: forward, and backward to the gradients.
///
/// A pass handles one shard of a batch, some of its rows, through a whole window of time. The
/// calls are few and large, so that choosing the layer at run time costs nothing; inside, each
/// conformer is specialised for its scalar. `Float` is what models run in; `Double` is the same
/// code, for checking gradients against central differences.
protocol LayerCode<Scalar>: Sendable {
  associatedtype Scalar: KernelScalar

  var inputSize: Int { get }
  var outputSize: Int { get }
  /// The numbers that one row carries from one window to the next; they begin as zeros.
  var stateSize: Int { get }
  /// Whether `fit` carries them from batch to batch.
  var isStateful: Bool { get }
  /// Whether there is an output for every time step, or one in all.
  var keepsTime: Bool { get }
  /// What of a sequence an output depends on, for those who feed one time step after another.
  var reach: LayerReach { get }
  /// Whether `backward` reads `output`, so that the loss may not overwrite it.
  var backwardReadsOutput: Bool { get }
  /// Numbers in the product of an input and the weights that each input is multiplied by; 0 where
  /// the layer cannot take ``SharedInputs``.
  var projectionWidth: Int { get }

  /// The numbers that a pass over a shard of this size needs besides its inputs and outputs.
  func scratchCount(rows: Int, time: Int) -> Int

  func initialise(
    _ parameters: UnsafeMutablePointer<Scalar>, using generator: inout SeededGenerator)

  /// Room for the weights that every time step multiplies by; all shards share it.
  func makePacked() -> [PackedWeights<Scalar>]

  /// The same for a model that is used, and not trained, with weights of 8 bits.
  func makeEightBits() -> [PackedWeights<Scalar>]

  /// Packs those weights. Called whenever the parameters have changed, before any pass.
  func pack(_ parameters: UnsafePointer<Scalar>, into packed: [PackedWeights<Scalar>])

  /// Reads `input`, `parameters` and `state`; writes `output`, `state` and `scratch`.
  func forward(_ pass: LayerPass<Scalar>)

  /// Reads `outputGradient` and what `forward` left in `scratch`; writes, and does not add to, its
  /// slots of `gradients` and, where there is one, `inputGradient`. May overwrite `scratch`.
  func backward(_ pass: LayerPass<Scalar>)
}

/// What of a sequence the output at a time step depends on.
enum LayerReach: Sendable {
  /// That step alone.
  case step
  /// That step, and the state that the steps before it left.
  case state
  /// The last step there is: its input.
  case lastStep
  /// Any step.
  case sequence
}

extension LayerCode {
  var stateSize: Int { 0 }
  var isStateful: Bool { false }
  var keepsTime: Bool { true }
  var reach: LayerReach { .sequence }
  var backwardReadsOutput: Bool { true }
  var projectionWidth: Int { 0 }

  func scratchCount(rows: Int, time: Int) -> Int { 0 }

  func initialise(
    _ parameters: UnsafeMutablePointer<Scalar>, using generator: inout SeededGenerator
  ) {}

  func makePacked() -> [PackedWeights<Scalar>] { [] }

  func makeEightBits() -> [PackedWeights<Scalar>] {
    let packed = makePacked()
    for weights in packed { weights.keepEightBits() }
    return packed
  }

  func pack(_ parameters: UnsafePointer<Scalar>, into packed: [PackedWeights<Scalar>]) {}
}

/// The memory of one layer in one pass over one shard. Sequences are time × rows × features.
struct LayerPass<Scalar: KernelScalar> {
  let rows: Int
  let time: Int
  let parameters: UnsafePointer<Scalar>
  let packed: [PackedWeights<Scalar>]
  let gradients: UnsafeMutablePointer<Scalar>
  /// The symbols that an embedding reads, time × rows.
  let symbols: UnsafePointer<Int32>
  let input: UnsafePointer<Scalar>
  let output: UnsafeMutablePointer<Scalar>
  /// Nil for the first layer, whose input has no gradient.
  let inputGradient: UnsafeMutablePointer<Scalar>?
  let outputGradient: UnsafePointer<Scalar>
  /// rows × `stateSize`.
  let state: UnsafeMutablePointer<Scalar>
  let scratch: UnsafeMutablePointer<Scalar>
  /// time × rows, 0 where a step is padding; nil where none is.
  var mask: UnsafePointer<UInt8>?
  /// What dropout draws from in this pass; nil where a model is used and not trained.
  var dropoutSeed: UInt64?
  /// Where there are shared inputs, `input` and `inputGradient`, and an embedding's `output` and
  /// `outputGradient`, have one row for each distinct symbol and not for each step.
  var shared: SharedInputs<Scalar>?

  /// rows × `stateSize`, where a layer hands on the state after its last step, or is given the one
  /// before its first: `backward` turns the gradient of the former into that of the latter.
  var stateGradient: UnsafeMutablePointer<Scalar>?

  /// Whether single rows are multiplied with the last columns of weights first, as every other pass of
  /// a shard does it: see `PackedWeights.multiply`.
  var isReversed = false

  /// Whether a dense layer adds to the gradients of its weights: after the first of several parts.
  var addsGradients = false

  var steps: Int { rows * time }

  /// So many of the steps, for a layer without a state whose outputs have the memory of a part.
  func part(_ first: Int, _ count: Int, inputSize: Int) -> LayerPass {
    LayerPass(
      rows: count, time: 1, parameters: parameters, packed: packed, gradients: gradients,
      symbols: symbols, input: input + first * inputSize, output: output,
      inputGradient: inputGradient.map { $0 + first * inputSize }, outputGradient: outputGradient,
      state: state, scratch: scratch, addsGradients: first > 0)
  }

  /// The rows up to the last whose step is not padding. Where the longest rows come first, the others
  /// need no work.
  @inline(__always)
  func activeRows(_ t: Int) -> Int {
    guard let mask else { return rows }
    var count = rows
    while count > 0 && mask[t * rows + count - 1] == 0 { count -= 1 }
    return count
  }

  /// The steps of all active rows, time × rows, in as few ranges as they stand in.
  var activeRuns: [Range<Int>] {
    if mask == nil { return steps > 0 ? [0..<steps] : [] }
    var runs: [Range<Int>] = []
    for t in 0..<time {
      let run = t * rows..<t * rows + activeRows(t)
      if let last = runs.last, last.upperBound == run.lowerBound {
        runs[runs.count - 1] = last.lowerBound..<run.upperBound
      } else if !run.isEmpty {
        runs.append(run)
      }
    }
    return runs
  }

  /// Calls what it is given with those ranges. Without padding there is one, and no array is made: a
  /// symbol that is written is a pass.
  @inline(__always)
  func forEachActiveRun(_ work: (Range<Int>) -> Void) {
    if mask != nil {
      for run in activeRuns { work(run) }
    } else if steps > 0 {
      work(0..<steps)
    }
  }

  @inline(__always)
  func isPadding(_ t: Int, _ row: Int) -> Bool {
    guard let mask else { return false }
    return mask[t * rows + row] == 0
  }
}

// Without @_specialize, calls from other files would run the generic code, number by number: a debug
// build specialises nothing across files.

/// Writes the sum of each column of a matrix, or adds it.
@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
func sumColumns<Scalar: KernelScalar>(
  _ matrix: UnsafePointer<Scalar>, rows: Int, columns: Int,
  into sums: UnsafeMutablePointer<Scalar>, adding: Bool = false
) {
  if !adding { for column in 0..<columns { sums[column] = 0 } }
  for row in 0..<rows {
    Scalar.addScaled(1, matrix + row * columns, to: sums, count: columns)
  }
}

/// Writes a row to each of the rows of a matrix.
@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
func broadcast<Scalar: KernelScalar>(
  _ row: UnsafePointer<Scalar>, columns: Int, into matrix: UnsafeMutablePointer<Scalar>, rows: Int
) {
  for index in 0..<rows {
    (matrix + index * columns).update(from: row, count: columns)
  }
}
