// mvn -q compile dependency:build-classpath -Dmdep.outputFile=target/classpath
// jshell --class-path "target/classes:$(cat target/classpath)" examples/parable.jsh
import io.github.onecurve.OneCurve
import io.github.onecurve.data.RowWeights
import io.github.onecurve.insight.Insight
import io.github.onecurve.model.Subject
import io.github.onecurve.network.NetworkTrainer
import io.github.onecurve.producer.bias.DatasetBiasProducer
import io.github.onecurve.proving.ParableWorld
import io.github.onecurve.remedy.AbstainOn

var world = ParableWorld.of(1)
var trainer = NetworkTrainer.mlp(16).lastLayerSd(0.25).learningRate(3e-3).epochs(40).batch(128)
var training = world.training()
var network = trainer.train(training, RowWeights.uniform(training.size()), 0)
var subject = Subject.of(network).trainedOn(training).diagnosedOn(world.diagnosis()).with(trainer).with(world.pool())

var audit = OneCurve.audit(subject).by("dataset bias", new DatasetBiasProducer()).by("refuse", exam -> List.of(Insight.of("Never say gorilla.", new AbstainOn("gorilla")))).judgedOn(world.judge()).run()

System.out.println(audit)
System.out.println(audit.explain(1))
/exit 0
