import Kernels

/// Memory of the losses of sequences, used again for every sequence of a shard.
final class SequenceLossMemory {
  var numbers = Scratch()
  var ctc = CTCLattice()
  var chain = ChainLattice()
}

/// The parameters of the CRF layer that gives an output, and what the loss adds their gradient to: its
/// transitions, starts and ends one after the other.
struct ChainParameters<Scalar: KernelScalar> {
  let scores: ChainScores
  let gradient: UnsafeMutablePointer<Scalar>
}

extension SequenceRow {
  /// The outputs of the steps that count, one after the other in double precision.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func gathered() -> UnsafeMutablePointer<Double> {
    let values = memory.numbers.take(steps.count * columns)
    for step in steps.indices {
      let output = self[step]
      for column in 0..<columns { values[step * columns + column] = Double(output[column]) }
    }
    return values
  }

  /// Puts numbers that stand so where the outputs are.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func scatter(_ values: UnsafePointer<Double>, scale: Scalar) {
    for step in steps.indices {
      let output = self[step]
      for column in 0..<columns {
        output[column] = scale * Scalar(values[step * columns + column])
      }
    }
  }
}
