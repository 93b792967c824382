import Backpropagation
import LSTMGates
import LinearAlgebra

// REGION mistakes
/// Seven mistakes in the backward pass of an LSTM, each in one line. Their names serve on the
/// command line too.
public enum BackwardMistake: String, CaseIterable, Sendable {
  /// Without the slope of a tanh.
  case missingTanhSlope = "missing-tanh-slope"
  /// With two gates in each other's place.
  case swappedGate = "swapped-gate"
  /// With a gradient overwritten where it is to be added.
  case overwrittenGradient = "overwritten-gradient"
  /// With a cell state whose gradient is not carried on.
  case lostCellCarry = "lost-cell-carry"
  /// With a bias gradient of one row of the batch.
  case unsummedBias = "unsummed-bias"
  /// With a weight matrix that should be transposed.
  case transposedWeight = "transposed-weight"
  /// With a window that is one step off.
  case truncationOffByOne = "truncation-off-by-one"
}
// END REGION mistakes

/// One of the eight LSTMs of the page: seven with a mistake in the backward pass, one without.
public enum Suspect: String, CaseIterable, Sendable {
  case a = "A"
  case b = "B"
  case c = "C"
  case d = "D"
  case e = "E"
  case f = "F"
  case g = "G"
  case h = "H"

  /// What this one's backward pass gives.
  public func gradients(of trial: LSTMTrial) -> LSTMGradients {
    if let mistake { return trial.gradients(with: mistake) }
    return trial.listedGradients()
  }

  /// Drawn from a shuffled pack, so that it cannot be read off here. Let your checker find it out.
  private var mistake: BackwardMistake? {
    var pack = BackwardMistake.allCases.map { Optional($0) } + [nil]
    var generator = SeededGenerator(seed: 2002)
    for last in stride(from: pack.count - 1, to: 0, by: -1) {
      pack.swapAt(last, generator.integer(below: last + 1))
    }
    for (suspect, mistake) in zip(Suspect.allCases, pack) where suspect == self { return mistake }
    return nil
  }
}

extension LSTMTrial {
  /// The backward pass of `listedGradients`, with a mistake in one of its lines.
  public func gradients(with mistake: BackwardMistake) -> LSTMGradients {
    gradients(with: mistake, meetsNewCell: false)
  }

  /// With the mistake of the page's example, which none of the eight makes: the forget gate meets the
  /// new cell state where it met the old one, and so its δ is wrong by the factor new / old.
  public var gradientsWithNewCellState: LSTMGradients { gradients(with: nil, meetsNewCell: true) }

  private func gradients(with mistake: BackwardMistake?, meetsNewCell: Bool) -> LSTMGradients {
    let records = cell.recorded(inputs, from: initialState)
    let zeros = initialState.hidden.filledWithZeros
    var total = LSTMGradients.zeros(for: cell, inputs: inputs, initialState: initialState)
    for first in stride(from: 0, to: inputs.count, by: window) {
      // 1: a range to the first step of the next window and not to the step before it.
      let pastEnd = mistake == .truncationOffByOne ? first + window + 1 : first + window
      var (nextHidden, nextCell) = (zeros, zeros)
      for t in (first..<min(pastEnd, inputs.count)).reversed() {
        let (x, gates, before) = (records[t].input, records[t].gates, records[t].previous)
        let (i, f, g, o) = (gates.inputGate, gates.forgetGate, gates.candidate, gates.outputGate)
        let shown = tanh(records[t].state.cell)
        let dh = lossWeights[t] + nextHidden
        // 6: the slope of the tanh is left out.
        let slope = mistake == .missingTanhSlope ? zeros + 1 : 1 - shown .* shown
        let dc = nextCell + dh .* o .* slope
        let deltaI = dc .* g .* i .* (1 - i)
        let deltaF = dc .* (meetsNewCell ? records[t].state : before).cell .* f .* (1 - f)
        let deltaG = dc .* i .* (1 - g .* g)
        let deltaO = dh .* shown .* o .* (1 - o)
        // 11: candidate and output gate the other way round, i, f, o, g, as some libraries have them.
        let delta = Matrix.sideBySide(
          mistake == .swappedGate
            ? [deltaI, deltaF, deltaO, deltaG] : [deltaI, deltaF, deltaG, deltaO])
        total.inputs[t] = delta.timesTransposed(cell.inputWeights)
        total.inputWeights += x.transposedTimes(delta)
        // 14: `=` for `+=`.
        let dU = before.hidden.transposedTimes(delta)
        if mistake == .overwrittenGradient {
          total.recurrentWeights = dU
        } else {
          total.recurrentWeights += dU
        }
        // 15: written when a batch was one row.
        total.bias += mistake == .unsummedBias ? delta.row(0) : delta.columnSums
        // 16: gate by gate, δ_i U_i + …, where it is δ_i U_iᵀ + ….
        nextHidden =
          mistake == .transposedWeight
          ? gateByGate(delta, weights: cell.recurrentWeights)
          : delta.timesTransposed(cell.recurrentWeights)
        // 17: forgotten.
        if mistake != .lostCellCarry { nextCell = (dc .* f) }
      }
      if first == 0 {
        total.initialHidden = nextHidden
        total.initialCell = nextCell
      }
    }
    return total
  }

  /// The sum of each gate's δ times its block of weights, not transposed: H×H, so that it fits.
  private func gateByGate(_ delta: Matrix, weights: Matrix) -> Matrix {
    let size = weights.rows
    var sum = Matrix(rows: delta.rows, columns: size)
    for gate in 0..<4 {
      let columns = gate * size..<(gate + 1) * size
      sum += delta.columns(columns) * weights.columns(columns)
    }
    return sum
  }
}
