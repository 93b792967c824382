import Kernels

// Outputs whose last layer computes some steps at a time.

extension GraphShard {
  /// The last layer of an output and its loss, some steps at a time: the logits of all steps over
  /// 50,000 symbols would take more memory than everything else.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func measureParts(
    ofOutput index: Int, _ run: GraphPassSettings<Scalar>, scale: Scalar, backward: Bool
  ) -> (loss: Double, sums: MetricSums) {
    var result = (loss: 0.0, sums: MetricSums())
    let mask = mask(network.values[network.ends[index]])
    func work(
      _ inputGradient: UnsafeMutablePointer<Scalar>?, _ gradients: UnsafeMutablePointer<Scalar>?
    ) {
      forEachPart(ofOutput: index, run, inputGradient, gradients) { code, part, first in
        network.codes[code].forward(part)
        let measured = targets[index].measure(
          part.output, from: first, steps: part.steps, mask: mask.map { $0 + first },
          run.objectives[index], scale: scale)
        result.loss += measured.loss
        result.sums += measured.sums
        if backward { network.codes[code].backward(part) }
      }
    }
    let head = network.operations[network.shortcuts.heads[index]!]
    if backward, case .code(let code) = head.work {
      addGradients(of: code, input: head.inputs[0], work)
    } else {
      work(nil, nil)
    }
    return result
  }

  private func forEachPart(
    ofOutput index: Int, _ run: GraphPassSettings<Scalar>,
    _ inputGradient: UnsafeMutablePointer<Scalar>?, _ gradients: UnsafeMutablePointer<Scalar>?,
    _ work: (_ code: Int, _ part: LayerPass<Scalar>, _ first: Int) -> Void
  ) {
    let head = network.shortcuts.heads[index]!
    let operation = network.operations[head]
    guard case .code(let code) = operation.work else { return }
    let whole = pass(head, code, run, inputGradient, parameterGradients: gradients)
    let atOnce = network.stepsAtOnce(ofOutput: index, of: whole.steps)
    let size = network.values[operation.inputs[0]].shape.size
    for first in stride(from: 0, to: whole.steps, by: atOnce) {
      work(code, whole.part(first, min(atOnce, whole.steps - first), inputSize: size), first)
    }
  }

  /// After `forward`, calls what it is given with the numbers of an output: with all its steps, or some
  /// at a time.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func readOutput(
    _ index: Int, _ run: GraphPassSettings<Scalar>,
    _ read: (_ values: UnsafePointer<Scalar>, _ first: Int, _ count: Int) -> Void
  ) {
    guard isInParts[index] else {
      let end = network.ends[index]
      return read(UnsafePointer(memory.values[end].base), 0, extents[end].places)
    }
    forEachPart(ofOutput: index, run, nil, nil) { code, part, first in
      network.codes[code].forward(part)
      read(UnsafePointer(part.output), first, part.steps)
    }
  }
}
