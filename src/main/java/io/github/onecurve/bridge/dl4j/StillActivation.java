package io.github.onecurve.bridge.dl4j;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An activation layer that leaves its input alone.
 *
 * <p>At inference and without workspaces that of DL4J 1.0.0-M2.1 writes over its input, which the
 * way back and other readers of the same tensor then take for what it was.
 */
final class StillActivation extends ActivationLayer {
  private static final long serialVersionUID = 1;

  private StillActivation(IActivation function) {
    super(function);
  }

  static StillActivation of(ActivationLayer layer) {
    StillActivation still = new StillActivation(layer.getActivationFn());
    still.setLayerName(layer.getLayerName());
    return still;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    Still layer = new Still(conf, type);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(conf, parameters, initialize));
    layer.setConf(conf);
    return layer;
  }

  /** The layer itself. */
  private static final class Still extends org.deeplearning4j.nn.layers.ActivationLayer {
    private static final long serialVersionUID = 1;

    Still(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      INDArray own = input;
      input = own.dup();
      INDArray answer = super.activate(training, workspaces);
      input = own;
      return answer;
    }
  }
}
