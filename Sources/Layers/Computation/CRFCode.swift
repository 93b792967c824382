import Kernels
import LinearAlgebra

/// The parameters of a conditional random field. Its outputs are its inputs, the emissions; the loss
/// reads the parameters beside them, and leaves their gradient in the scratch memory.
struct CRFCode<Scalar: KernelScalar>: LayerCode {
  let transitions: ParameterSlot
  let start: ParameterSlot
  let end: ParameterSlot

  var inputSize: Int { start.columns }
  var outputSize: Int { start.columns }
  var backwardReadsOutput: Bool { false }

  init(_ description: CRF, name: String, layout: inout ParameterLayout) {
    let tags = description.tags
    transitions = layout.add(name + ".transitions", rows: tags, columns: tags)
    start = layout.addVector(name + ".start", count: tags)
    end = layout.addVector(name + ".end", count: tags)
  }

  private var slots: [ParameterSlot] { [transitions, start, end] }

  func scratchCount(rows: Int, time: Int) -> Int { slots.reduce(0) { $0 + $1.count } }

  /// The scores among a model's parameters.
  func scores(_ parameters: UnsafePointer<Scalar>) -> ChainScores {
    func values(_ slot: ParameterSlot) -> [Double] {
      (0..<slot.count).map { Double(parameters[slot.offset + $0]) }
    }
    return ChainScores(
      tags: inputSize, transitions: values(transitions), start: values(start), end: values(end))
  }

  func forward(_ pass: LayerPass<Scalar>) {
    pass.output.update(from: pass.input, count: pass.steps * inputSize)
    pass.scratch.update(repeating: 0, count: scratchCount(rows: pass.rows, time: pass.time))
  }

  func backward(_ pass: LayerPass<Scalar>) {
    var gradient = pass.scratch
    for slot in slots {
      (pass.gradients + slot.offset).update(from: gradient, count: slot.count)
      gradient += slot.count
    }
    guard let inputGradient = pass.inputGradient else { return }
    inputGradient.update(from: pass.outputGradient, count: pass.steps * inputSize)
  }
}
